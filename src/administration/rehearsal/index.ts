export { type Rehearsal, type RehearseInput, rehearse } from './rehearse.ts'
