/** The provider's own colour on the pages: from one colour all that hang on it, each readable where it is used. */
import { contrast, isColour, LEAST_CONTRAST, mixed } from './contrast';

const [PAGE, WHITE, BLACK] = ['#f1f5f4', '#ffffff', '#000000'];
const STEP = 0.04;

export interface BrandColours {
  '--brand': string;
  '--brand-hover': string;
  '--brand-soft': string;
  '--brand-deep': string;
}

/** Too light a colour is darkened until words in it, and white words on it, can be read. */
export function brandColours(colour: string): BrandColours {
  const brand = darkenedFor(colour, PAGE);
  return {
    '--brand': brand,
    '--brand-hover': mixed(brand, BLACK, 0.2),
    '--brand-soft': softOf(brand),
    '--brand-deep': mixed(brand, BLACK, 0.25),
  };
}

/** Paints the pages; without a colour they keep their own. Set through the style object, which the page's policy allows. */
export function paint(colour: string | null, style: CSSStyleDeclaration = document.documentElement.style): void {
  const colours = colour && isColour(colour) ? brandColours(colour.toLowerCase()) : null;
  for (const name of ['--brand', '--brand-hover', '--brand-soft', '--brand-deep'] as const) {
    if (colours) style.setProperty(name, colours[name]);
    else style.removeProperty(name);
  }
}

function darkenedFor(colour: string, ground: string): string {
  let found = colour;
  while (contrast(found, ground) < LEAST_CONTRAST) found = mixed(found, BLACK, STEP);
  return found;
}

function softOf(brand: string): string {
  let found = mixed(brand, WHITE, 0.87);
  while (contrast(brand, found) < LEAST_CONTRAST) found = mixed(found, WHITE, STEP * 2);
  return found;
}
