/** The version of the graph, as its documents say it. */
export const VERSION = '0.1.0'
