export { rememberedMigrations } from './migrations.ts'
export { openRememberedBrowsers, type RememberedBrowsers } from './open.ts'
export { isRememberedFor, type Recognition } from './recognise.ts'
export type { Holder, RecognisedBrowser, RememberedBrowser } from './schema.ts'
