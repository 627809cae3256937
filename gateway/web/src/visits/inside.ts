/** Which visit this tab is inside of, so that a reload leads back in. */

const KEPT_AS = 'careplatform.inside';

export function isInsideOf(visitId: string): boolean {
  try {
    return sessionStorage.getItem(KEPT_AS) === visitId;
  } catch {
    return false;
  }
}

export function noteInside(visitId: string | null): void {
  try {
    if (visitId) sessionStorage.setItem(KEPT_AS, visitId);
    else sessionStorage.removeItem(KEPT_AS);
  } catch {
    // Without storage a reload leads to the door instead of the room.
  }
}
