/** How one is greeted: by the first of one's names. */
export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? name;
