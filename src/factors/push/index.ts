export type { PushConfig } from './config.ts'
export { pushModule } from './module.ts'
export type { PushData, PushProof } from './schema.ts'
