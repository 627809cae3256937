/** How far apart two colours are for the eye (WCAG 2.2, relative luminance and contrast ratio). */

/** The least between words and their ground (WCAG 2.2, 1.4.3). */
export const LEAST_CONTRAST = 4.5;

export const isColour = (colour: string): boolean => /^#[0-9a-f]{6}$/i.test(colour);

export type Rgb = [number, number, number];

export function rgbOf(colour: string): Rgb {
  return [1, 3, 5].map((place) => Number.parseInt(colour.slice(place, place + 2), 16)) as Rgb;
}

export const hexOf = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** `share` of the second colour mixed into the first. */
export function mixed(colour: string, other: string, share: number): string {
  const [from, to] = [rgbOf(colour), rgbOf(other)];
  return hexOf(from.map((part, place) => part + (to[place]! - part) * share) as Rgb);
}

function luminance(colour: string): number {
  const [red, green, blue] = rgbOf(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
