/** How well white text can be read on a provider's colour (WCAG 2.2, 1.4.3). */
import { contrast } from '../../look/contrast';

export const contrastToWhite = (colour: string): number => contrast(colour, '#ffffff');

/** Cut off, not rounded: 4.49 is not shown as enough. */
export const contrastFigure = (figure: number): number => Math.floor(figure * 10) / 10;
