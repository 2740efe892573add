let context: AudioContext | undefined

const NOTES = [659.25, 880]
const NOTE_SECONDS = 0.16
const LOUDNESS = 0.12

/** Plays two short notes. Until somebody has interacted with the page, browsers keep it silent. */
export function chime(): void {
  try {
    context ??= new AudioContext()
    void context.resume()
    for (const [index, frequency] of NOTES.entries())
      play(context, frequency, context.currentTime + index * NOTE_SECONDS)
  } catch {
    // this machine has no sound
  }
}

function play(audio: AudioContext, frequency: number, begin: number): void {
  const tone = new OscillatorNode(audio, { frequency, type: 'sine' })
  const gain = new GainNode(audio, { gain: 0 })
  gain.gain.setValueAtTime(0, begin)
  gain.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.02)
  gain.gain.exponentialRampToValueAtTime(0.001, begin + NOTE_SECONDS * 2)
  tone.connect(gain).connect(audio.destination)
  tone.start(begin)
  tone.stop(begin + NOTE_SECONDS * 2)
}
