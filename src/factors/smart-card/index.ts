export type { SmartCardConfig } from './config.ts'
export { smartCardModule } from './module.ts'
export type { SmartCardData, SmartCardProof } from './schema.ts'
