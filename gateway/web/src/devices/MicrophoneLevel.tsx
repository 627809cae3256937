/** Shows how loud the own microphone hears, so that one sees that it works. */
import { useEffect, useRef } from 'react';
import { useText } from '../language/useText';

const BARS = 16;
/** Speech close to a microphone; louder than this fills every bar. */
const LOUD = 0.25;

export function MicrophoneLevel({ track }: { track: MediaStreamTrack | undefined }) {
  const t = useText();
  const bars = useRef<HTMLDivElement>(null);
  useEffect(() => (track && bars.current ? watchLevel(track, bars.current) : undefined), [track]);
  return (
    <div className="level">
      <span className="level-label" id="level-label">{t('devices.level')}</span>
      <div ref={bars} className="level-bars" role="img" aria-labelledby="level-label" data-testid="microphone-level">
        {Array.from({ length: BARS }, (_, place) => <span key={place} />)}
      </div>
    </div>
  );
}

function watchLevel(track: MediaStreamTrack, bars: HTMLElement): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    showLevel(bars, Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length));
  }, 80);
  return () => {
    clearInterval(timer);
    void context.close();
    showLevel(bars, 0);
  };
}

function showLevel(bars: HTMLElement, loudness: number): void {
  const filled = Math.round(Math.min(1, Math.sqrt(loudness / LOUD)) * BARS);
  bars.dataset.level = String(filled);
  Array.from(bars.children).forEach((bar, place) => bar.classList.toggle('filled', place < filled));
}
