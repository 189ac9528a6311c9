export { countryCode } from './code.ts'
export { type CountriesConfig, countriesConfig } from './config.ts'
export { type Countries, openCountries } from './open.ts'
