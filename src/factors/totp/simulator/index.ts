export { type AppEntry, appEntry } from './app-entry.ts'
export { totpSimulator } from './definition.ts'
