/**
 * How often a job is tried: the waits between are e^n seconds (3 s, 7 s, 20 s … 50 min), a good hour in all. Then it
 * is dead, which the operator's log says as an error; it stays in the queue to be looked at.
 */
export const ATTEMPTS = 9;
