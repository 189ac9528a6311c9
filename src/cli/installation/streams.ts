import type { Stream } from '../../streams/index.ts'

/** What commands do to streams, here or elsewhere. */
export interface StreamsPort {
  listStreams(): Promise<readonly StreamEntry[]>
  pauseStream(id: StreamEntry['id'], reason: string): Promise<StreamEntry>
  resumeStream(id: StreamEntry['id'], reason: string): Promise<StreamEntry>
  removeStream(id: StreamEntry['id'], reason: string): Promise<void>
}

export type StreamEntry = Pick<Stream, 'id' | 'status' | 'cause'> & {
  /** The name of its application. */
  readonly application: string
  readonly method: 'push' | 'poll'
  readonly url?: string | undefined
  readonly failingSince?: number | undefined
  readonly waiting: number
  readonly abandoned: number
}
