/** Stands for every network address, where nobody says who calls. */
export const UNKNOWN_ADDRESS = 'unknown'
