export { waitLeft } from './delay.ts'
export {
  accountLane,
  codesLane,
  type LockOut,
  type MayTry,
  mayTry,
  type Owner,
  passwordLanes,
  questionsLane,
  relayLane,
  unknownSourceBudget,
  type Whence,
} from './lanes.ts'
export { throttleMigrations } from './migrations.ts'
export { openThrottle, type Throttle } from './open.ts'
export type { Budget, DeviceLane, Lane, LaneState } from './schema.ts'
export { sourceBucket } from './source.ts'
