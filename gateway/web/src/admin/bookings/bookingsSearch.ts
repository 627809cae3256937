/** What of «Våra bokningar» stands in the address besides the tab: whether only those are shown that need a decision. */
export const bookingsSearch = (search: Record<string, unknown>): { attention?: true } => (search.attention === true ? { attention: true } : {});
