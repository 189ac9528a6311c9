export type { YubikeyConfig } from './config.ts'
export { yubikeyOtpModule } from './module.ts'
export type { YubikeyData, YubikeyProof } from './schema.ts'
