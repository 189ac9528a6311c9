export type { RecoveryCodesConfig } from './config.ts'
export { recoveryCodesModule } from './module.ts'
export type { RecoveryCodesData, RecoveryCodesProof } from './schema.ts'
