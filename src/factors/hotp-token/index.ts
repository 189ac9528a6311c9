export type { TokenConfig } from './config.ts'
export { hotpTokenModule } from './module.ts'
export type { TokenData, TokenProof } from './schema.ts'
