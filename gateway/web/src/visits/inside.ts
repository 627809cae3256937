/** Which visit this tab is inside of, so that a reload leads back in and one room can lead into another. */

const KEPT_AS = 'careplatform.inside';

export function isInsideOf(visitId: string): boolean {
  try {
    return sessionStorage.getItem(KEPT_AS) === visitId;
  } catch {
    return false;
  }
}

export function noteInside(visitId: string): void {
  try {
    sessionStorage.setItem(KEPT_AS, visitId);
  } catch {
    // Without storage a reload leads to the door instead of the room.
  }
}

/** Says nothing about another visit, which one may be on the way into. */
export function noteOutside(visitId: string): void {
  if (!isInsideOf(visitId)) return;
  sessionStorage.removeItem(KEPT_AS);
}
