export { hotpSimulator, ocraSimulator } from './definition.ts'
export { newToken, type TokenMake, type VirtualToken, virtualToken } from './virtual-token.ts'
