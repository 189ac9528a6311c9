export type { CallOptions } from './call.ts'
export { type Client, type ClientOptions, createClient } from './client.ts'
export { isCode, SallyportError } from './errors.ts'
export type * from './types.ts'
