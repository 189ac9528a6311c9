import { type LaneSource, siblingModule } from '../storage/index.ts'

/** What a lane is given when its writer starts. */
export interface LaneOptions {
  /** 256-bit key of the batch hashes. */
  readonly key: Uint8Array
  /** Who writes: `server`, `cli`. */
  readonly writer: string
}

/** Where the storage gets its lanes from: hand it to `openStorage` as `audit`. */
export function auditLanes(options: LaneOptions): LaneSource {
  return { module: siblingModule('lane', import.meta.url).href, options }
}
