/** A personnummer as Swedes write it: twelve digits with a hyphen before the last four. */
export const personnummerWords = (personnummer: string): string => personnummer.replace(/^(\d{8})(\d{4})$/, '$1-$2');
