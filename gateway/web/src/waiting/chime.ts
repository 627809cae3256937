/** Two soft notes that say that somebody waits; browsers let a page sound only after the person has touched it. */

const NOTES_HERTZ = [659.25, 880];
const NOTE_SECONDS = 0.18;
const LOUDNESS = 0.18;
const TOUCHES = ['pointerup', 'keydown'] as const;

let context: AudioContext | null = null;

/** Makes ready to sound at the person's next touch; until then the page is silent. */
export function awaitTouch(): () => void {
  const forget = () => { for (const touch of TOUCHES) window.removeEventListener(touch, ready, true); };
  const ready = () => {
    touched();
    if (context?.state === 'running') forget();
  };
  for (const touch of TOUCHES) window.addEventListener(touch, ready, true);
  return forget;
}

/** For use while a press is being handled. */
export function touched(): void {
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume().catch(() => undefined);
}

export function chime(): void {
  if (!context) return;
  // A phone that was locked holds sound back until it is touched again; then this is silent.
  void context.resume().catch(() => undefined);
  NOTES_HERTZ.forEach((hertz, place) => play(context!, hertz, context!.currentTime + place * NOTE_SECONDS));
}

function play(audio: AudioContext, hertz: number, at: number): void {
  const note = audio.createOscillator();
  const loudness = audio.createGain();
  note.frequency.value = hertz;
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + 2 * NOTE_SECONDS);
  note.connect(loudness).connect(audio.destination);
  note.start(at);
  note.stop(at + 2 * NOTE_SECONDS);
}
