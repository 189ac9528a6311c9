export { assignToken, releaseToken, retireToken, type TokenInput } from './assign.ts'
export { type BringInput, type Brought, bringTokens, importersOf } from './bring.ts'
export { listTokens, type TokenPage, type TokenQuery, type TokenView } from './list.ts'
export { type ReturnInput, returnToken } from './return.ts'
