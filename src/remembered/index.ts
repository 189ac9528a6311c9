export { rememberedMigrations } from './migrations.ts'
export { openRememberedBrowsers, type RememberedBrowsers } from './open.ts'
export { type Recognition, standsIn } from './recognise.ts'
export type { Holder, RecognisedBrowser, RememberedBrowser } from './schema.ts'
