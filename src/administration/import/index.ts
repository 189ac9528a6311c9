export {
  type AccessEntry,
  type ImportEntry,
  type ImportProblem,
  mostEntries,
  type OfferEntry,
  type TokenEntry,
} from './entries.ts'
export { type ImportDone, type ImportInput, runImport, surveyImport } from './run.ts'
export { settleImports, voidImports } from './settle.ts'
