let held: WebGL2RenderingContext | undefined;

/**
 * The page's one WebGL 2 context, made on first need; null where the browser gives none.
 *
 * @param hardwareOnly do not make one that would be emulated in software.
 */
export function glContext(hardwareOnly: boolean): WebGL2RenderingContext | null {
  held ??=
    document.createElement('canvas').getContext('webgl2', {
      alpha: true,
      premultipliedAlpha: true,
      antialias: false,
      stencil: true,
      failIfMajorPerformanceCaveat: hardwareOnly,
    }) ?? undefined;
  return held ?? null;
}

/** Forgets the context, after its owner has ended it. */
export function forgetGlContext(): void {
  held = undefined;
}
