let context: AudioContext | undefined;

/** Browsers let a page sound only after the visitor has done something in it: a touch is nothing before it has ended. */
for (const name of ['click', 'keydown'])
  addEventListener(name, () => void (context ??= new AudioContext()).resume(), { once: true });

/** Whether the browser would let us sound. */
export const isAudible = (): boolean => context?.state === 'running';

/** Two short tones. */
export function ping(): void {
  if (!context) return;
  for (const [index, hertz] of [660, 880].entries()) {
    const at = context.currentTime + index * 0.12;
    const tone = new OscillatorNode(context, { frequency: hertz });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.12, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.25);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.3);
  }
}
