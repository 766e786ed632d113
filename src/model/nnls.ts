/** Added to the unit diagonal, so that columns which say the same do not divide by zero. */
const RIDGE = 1e-12;
const TOLERANCE = 1e-10;
/** Lawson and Hanson's loop ends by itself; rounding could make it go round for ever. */
const MAX_ROUNDS_PER_COLUMN = 30;

/**
 * The x >= 0 that makes |Ax - b|² least, by Lawson and Hanson's active sets.
 *
 * @param gram - AᵀA: symmetric, one row and one column for each column of A. A column of zeros gets x = 0.
 * @param moment - Aᵀb
 */
export function nnls(gram: readonly ArrayLike<number>[], moment: ArrayLike<number>): number[] {
  const count = moment.length;
  // Columns of unit length: tiers differ by orders of magnitude, and tolerances should not.
  const scale = Array.from({ length: count }, (_, i) => (gram[i][i] > 0 ? 1 / Math.sqrt(gram[i][i]) : 0));
  const matrix = scale.map((row, i) => scale.map((column, j) => gram[i][j] * row * column));
  const target = scale.map((row, i) => moment[i] * row);
  const tolerance = TOLERANCE * Math.max(...target.map(Math.abs), 0);

  let x = new Array<number>(count).fill(0);
  let free: number[] = [];
  for (let round = 0; round < MAX_ROUNDS_PER_COLUMN * count; round++) {
    const gradient = target.map((value, i) => value - dot(matrix[i], x));
    const entering = steepest(gradient, free);
    if (entering < 0 || gradient[entering] <= tolerance) break;
    free.push(entering);

    let solution = solve(matrix, target, free);
    while (free.some((i) => solution[i] <= 0)) {
      const blocking = free.filter((i) => solution[i] <= 0);
      const reach = Math.min(...blocking.map((i) => x[i] / (x[i] - solution[i] || 1)));
      x = x.map((value, i) => value + reach * (solution[i] - value));
      free = free.filter((i) => solution[i] > 0 || x[i] > tolerance);
      x = x.map((value, i) => (free.includes(i) ? value : 0));
      solution = solve(matrix, target, free);
    }
    x = solution;
  }
  return x.map((value, i) => value * scale[i]);
}

function steepest(gradient: readonly number[], free: readonly number[]): number {
  let best = -1;
  gradient.forEach((value, i) => {
    if (!free.includes(i) && (best < 0 || value > gradient[best])) best = i;
  });
  return best;
}

/** Solves the equations of the columns in `free`, the others being 0, by Cholesky's factors. */
function solve(matrix: readonly number[][], target: readonly number[], free: readonly number[]): number[] {
  const factor: number[][] = [];
  const half: number[] = [];
  free.forEach((column, i) => {
    const row: number[] = [];
    for (let j = 0; j < i; j++) row.push((matrix[column][free[j]] - dot(row, factor[j])) / factor[j][j]);
    row.push(Math.sqrt(Math.max(matrix[column][column] + RIDGE - dot(row, row), RIDGE)));
    factor.push(row);
    half.push((target[column] - dot(row, half)) / row[i]);
  });
  const solution = new Array<number>(matrix.length).fill(0);
  for (let i = free.length - 1; i >= 0; i--) {
    let rest = half[i];
    for (let j = i + 1; j < free.length; j++) rest -= factor[j][i] * solution[free[j]];
    solution[free[i]] = rest / factor[i][i];
  }
  return solution;
}

/** Over as many elements as both have. */
function dot(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length);
  let sum = 0;
  for (let i = 0; i < length; i++) sum += a[i] * b[i];
  return sum;
}
