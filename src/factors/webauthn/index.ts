export type { WebauthnConfig } from './config.ts'
export { webauthnModule } from './module.ts'
export type { WebauthnAnswer, WebauthnData, WebauthnProof } from './schema.ts'
