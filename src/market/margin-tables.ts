/** One step of a maintenance-margin table: where it ends (quote currency), its greatest leverage, its rate. */
export type TierRow = readonly [cap: number, maxLeverage: number, rate: number];

/** The tables of one venue by coin, in capitals. */
export type CoinTables = Readonly<Record<string, readonly TierRow[]>>;

/**
 * USDT-margined perpetuals. BTC: the brackets in force in 2025 and 2026, as public trading software quotes them. ETH:
 * October 2024, from freqtrade's snapshot of the venue's own answer; since then BTC's lowest brackets have changed, so
 * ETH's may have too (unverified).
 */
export const BINANCE: CoinTables = {
  BTC: [
    [300_000, 150, 0.004],
    [800_000, 100, 0.005],
    [3_000_000, 75, 0.0065],
    [12_000_000, 50, 0.01],
    [70_000_000, 25, 0.02],
    [100_000_000, 20, 0.025],
    [230_000_000, 10, 0.05],
    [480_000_000, 5, 0.1],
    [600_000_000, 4, 0.125],
    [800_000_000, 3, 0.15],
    [1_200_000_000, 2, 0.25],
    [1_800_000_000, 1, 0.5],
  ],
  ETH: [
    [50_000, 125, 0.004],
    [600_000, 100, 0.005],
    [3_000_000, 75, 0.0065],
    [12_000_000, 50, 0.01],
    [50_000_000, 25, 0.02],
    [65_000_000, 20, 0.025],
    [150_000_000, 10, 0.05],
    [320_000_000, 5, 0.1],
    [400_000_000, 4, 0.125],
    [530_000_000, 3, 0.15],
    [800_000_000, 2, 0.25],
    [1_200_000_000, 1, 0.5],
  ],
};

/**
 * USDT perpetuals, only the lowest tier: larger positions are liquidated nearer than this says. BTC's limit and
 * leverage are from the venue's answers as public software records them; its rate is from the venue's samples
 * (unverified), and one program that asked on 2026-10-06 quotes 0.33 % up to 300,000 for both coins. ETH is taken to
 * be as BTC (unverified).
 */
export const BYBIT: CoinTables = {
  BTC: [[2_000_000, 100, 0.005]],
  ETH: [[2_000_000, 100, 0.005]],
};

/**
 * USDT swaps, October 2026, from public software's records of the venue's answer: only the lowest tier, which ends at
 * 10 BTC and at 500 ETH. Larger positions are liquidated nearer than this says.
 */
export const OKX: CoinTables = {
  BTC: [[Infinity, 100, 0.004]],
  ETH: [[Infinity, 100, 0.004]],
};

/**
 * From the venue's documentation and its `marginTable` answer of 2026-09-27. The rate is half of the initial margin at
 * the tier's greatest leverage.
 */
export const HYPERLIQUID: CoinTables = {
  BTC: [
    [150_000_000, 40, 1 / 80],
    [Infinity, 20, 1 / 40],
  ],
  ETH: [
    [100_000_000, 25, 1 / 50],
    [Infinity, 15, 1 / 30],
  ],
};

/**
 * USDT perpetual, from the contract's details of 2026-10-01: 200x and 0.4 % up to 530,000 contracts of 0.0001 BTC, and
 * 0.4 % more for every 530,000 after them. Here in quote currency at that day's price of 84,055. The details allow
 * one level only; the other four continue its steps (unverified).
 */
export const MEXC: CoinTables = {
  BTC: [
    [4_454_915, 200, 0.004],
    [8_909_830, 111, 0.008],
    [13_364_745, 76, 0.012],
    [17_819_660, 58, 0.016],
    [22_274_575, 47, 0.02],
  ],
};

/**
 * For a coin without a table of its own; no venue's. The rate is half of the initial margin at the tier's greatest
 * leverage, as most venues' upper tiers have it, and the tiers are small: for coins that allow 50x and more it puts
 * liquidation rather too near than too far.
 */
export const GENERIC: readonly TierRow[] = [
  [100_000, 50, 0.01],
  [500_000, 20, 0.025],
  [2_000_000, 10, 0.05],
  [5_000_000, 5, 0.1],
  [20_000_000, 2, 0.25],
  [Infinity, 1, 0.5],
];
