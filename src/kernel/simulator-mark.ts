/**
 * The organization in every certificate of a simulated authority. Anybody who runs a simulator holds its keys, so that
 * nothing that bears this mark is ever taken as a trust anchor (R9).
 */
export const simulatorMark = 'Sallyport simulator'
