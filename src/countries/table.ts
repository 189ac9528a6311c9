/** The country of an address, without the length of a network; undefined where a table does not say. */
export type Table = (address: string) => string | undefined
