import { expect, it } from 'vitest';
import { someVisit } from '../visits/someVisit';
import { foldsOf, hoursOf, placed } from './lanes';

const visit = (time: string, length_minutes = 60) => someVisit({ id: time, starts_at: `2026-11-23T${time}:00+01:00`, length_minutes });
const lanes = (times: [string, number][]) => placed(times.map(([time, minutes]) => visit(time, minutes))).map(({ lane, lanes }) => [lane, lanes]);

it('visits after each other have the whole width', () => {
  expect(lanes([['09:00', 60], ['10:00', 60]])).toEqual([[0, 1], [0, 1]]);
});

it('visits at the same time share it, and one after them has its place again', () => { // BOK-9
  expect(lanes([['09:00', 120], ['09:30', 30], ['10:00', 30], ['11:00', 30]])).toEqual([[0, 2], [1, 2], [1, 2], [0, 1]]);
});

it('of more visits at once than can be hit two are shown, and the others are counted', () => {
  const crowded = placed([...['09:00', '09:05', '09:10', '09:15'].map((time) => visit(time)), visit('14:00')]);

  expect(crowded.map(({ lanes, isFolded }) => [lanes, isFolded])).toEqual([[3, false], [3, false], [3, true], [3, true], [1, false]]);
  expect(foldsOf(crowded)).toEqual([{ from: 550, minutes: 65, count: 2 }]);
});

it('what is folded at different hours is told at each of them', () => {
  const day = [['09:00', 300], ['09:00', 300], ['09:00', 60], ['09:00', 60], ['12:00', 60], ['12:00', 60]] as [string, number][];

  expect(foldsOf(placed(day.map(([time, minutes]) => visit(time, minutes))))).toEqual([
    { from: 540, minutes: 60, count: 2 }, { from: 720, minutes: 60, count: 2 },
  ]);
});

it('a short visit is drawn long enough to be read', () => {
  expect(lanes([['09:00', 5], ['09:10', 5]])).toEqual([[0, 2], [1, 2]]);
});

it('a visit past midnight ends with its day', () => {
  expect(placed([visit('23:30', 120)])[0]).toMatchObject({ from: 1410, minutes: 30 });
});

it('the hours of the office are shown, and those in which there is a visit', () => {
  expect(hoursOf([[], placed([visit('09:00')])])).toEqual({ first: 8, last: 17 });
  expect(hoursOf([placed([visit('06:30')]), placed([visit('19:30', 45)])])).toEqual({ first: 6, last: 21 });
});
