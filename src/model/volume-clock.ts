/** A {@link VolumeClock} as plain data. */
export interface VolumeClockState {
  times: number[];
  volumes: number[];
  sum: number;
}

const DAY = 86_400;
const WINDOW = 7 * DAY;

/** Tells how busy a bar is, measured against the seven days up to it. */
export class VolumeClock {
  #times: number[] = [];
  #volumes: number[] = [];
  /** The entries before this one have left the window. */
  #head = 0;
  #sum = 0;

  /**
   * Takes in the next bar.
   *
   * @param time - seconds since the epoch, after the last bar's
   * @param volume - finite and >= 0
   * @returns its volume as a multiple of the mean; 0 where there was none at all
   */
  next(time: number, volume: number): number {
    const last = this.#times.at(-1);
    this.#times.push(time);
    this.#volumes.push(volume);
    this.#sum += volume;
    while (this.#times[this.#head] <= time - WINDOW) this.#sum -= this.#volumes[this.#head++];
    if (last !== undefined && Math.floor(last / DAY) !== Math.floor(time / DAY)) this.#tidy();
    const mean = this.#sum / (this.#times.length - this.#head);
    return mean > 0 ? volume / mean : 0;
  }

  /** Everything that is needed to {@link restore} it. */
  toJSON(): VolumeClockState {
    return { times: this.#times.slice(this.#head), volumes: this.#volumes.slice(this.#head), sum: this.#sum };
  }

  /** Takes on a state that a clock was in. */
  restore({ times, volumes, sum }: VolumeClockState): void {
    this.#times = [...times];
    this.#volumes = [...volumes];
    this.#head = 0;
    this.#sum = sum;
  }

  /** Lets go of what has left the window, and of the rounding errors in the sum. */
  #tidy(): void {
    this.#times.splice(0, this.#head);
    this.#volumes.splice(0, this.#head);
    this.#head = 0;
    this.#sum = this.#volumes.reduce((sum, volume) => sum + volume, 0);
  }
}
