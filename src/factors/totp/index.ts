export type { TotpConfig } from './config.ts'
export { keyFromUri, keyUriOf } from './key-uri.ts'
export { totpModule } from './module.ts'
export type { TotpData, TotpOptions, TotpProof } from './schema.ts'
