export { type LocalAccounts, localDirectory, localDirectoryId } from './local.ts'
