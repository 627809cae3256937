/** How many pictures fit in a stage of a certain size, and in how many columns they are largest. */

export interface TileGrid { columns: number; rows: number; perPage: number }
export interface Size { width: number; height: number }

const GAP = 8;
/** Smaller than this nobody recognises a face. */
const NARROWEST = 132;
const LOWEST = 96;
/** The shape at which a camera picture loses least to its tile. */
const SHAPE = 4 / 3;
export const MOST_AT_ONCE = 25;

export function tileGrid(count: number, stage: Size): TileGrid {
  for (let perPage = Math.min(Math.max(count, 1), MOST_AT_ONCE); perPage > 1; perPage -= 1) {
    const columns = bestColumns(perPage, stage);
    const tile = tileSize(perPage, columns, stage);
    if (tile.width >= NARROWEST && tile.height >= LOWEST) return { columns, rows: Math.ceil(perPage / columns), perPage };
  }
  return { columns: 1, rows: 1, perPage: 1 };
}

function bestColumns(count: number, stage: Size): number {
  const possible = Array.from({ length: count }, (_, place) => place + 1);
  return possible.reduce((best, columns) => (seen(count, columns, stage) > seen(count, best, stage) ? columns : best), 1);
}

/** How much of a face there is room for. */
function seen(count: number, columns: number, stage: Size): number {
  const { width, height } = tileSize(count, columns, stage);
  return Math.min(width, height * SHAPE);
}

function tileSize(count: number, columns: number, { width, height }: Size): Size {
  const rows = Math.ceil(count / columns);
  return { width: (width - GAP * (columns - 1)) / columns, height: (height - GAP * (rows - 1)) / rows };
}
