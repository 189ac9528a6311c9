/** The fields of a rule that say themselves what is wrong with them, as the server names them. */
export const fields = [
  'name',
  'says',
  'need.strength',
  'need.fresh',
  'need.remembered',
  'who.directories',
  'who.attributes',
  'who.accounts',
  'who.except',
  'where.networks',
  'where.outside',
  'where.countries',
  'where.outsideCountries',
  'when.from',
  'when.to',
  'when.zone',
  'grace.until',
  'grace.days',
  'grace.skips',
] as const

/** Says what is wrong with a field; undefined where it can be taken as it is. */
export type WrongWith = (field: (typeof fields)[number]) => string | undefined
