export {
  streamChanged,
  streamEnabled,
  streamHeld,
  streamNotFound,
  streamResting,
  streamsTooMany,
  streamUnreachable,
  verifiedJustNow,
} from './errors.ts'
export type { StreamDoor } from './kind.ts'
export { streamMigrations } from './migrations.ts'
export { openStreams, type Streams, verificationInterval } from './open.ts'
export type { Stream, StreamDelivery } from './schema.ts'
export { actorOf, type Signal, signalOf, supportedEvents, typeOf } from './signals.ts'
export { deliveredTo } from './wanted.ts'
