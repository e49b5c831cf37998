// Times int8 encoders in onnxruntime. What it prints is a line for each case:
// the cores used, the pieces of a window, and pieces a second, those of the
// fastest model and batch.
//
//     node bench.mjs SECONDS MODEL...
//
// The cores are "1", "2" for one session with two threads, and "2x1" for two
// sessions with a thread each, side by side. Each setting is timed for the
// given seconds; all of them are printed to standard error.
import { once } from "node:events";
import { basename } from "node:path";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import * as ort from "onnxruntime-node";

const vocabulary = 30522;
const shapes = 5;
const warmUps = 3;

// prepare loads a model and returns a function that times it.
async function prepare(model, { threads, batch, length }) {
	const session = await ort.InferenceSession.create(model, {
		executionProviders: ["cpu"],
		graphOptimizationLevel: "all",
		executionMode: "sequential",
		intraOpNumThreads: threads,
		interOpNumThreads: 1,
	});
	const random = (below) =>
		new ort.Tensor("int64", BigInt64Array.from({ length: batch * length }, () => BigInt(Math.floor(Math.random() * below))), [batch, length]);
	const feeds = { pieces: random(vocabulary), shapes: random(shapes) };
	for (let i = 0; i < warmUps; i++) await session.run(feeds);
	return async (seconds) => {
		const start = performance.now();
		let runs = 0;
		let elapsed = 0;
		do {
			await session.run(feeds);
			runs++;
			elapsed = (performance.now() - start) / 1000;
		} while (elapsed < seconds);
		return (runs * batch * length) / elapsed;
	};
}

// sideBySide times as many sessions as asked for at once, all begun together.
async function sideBySide(count, model, setting, seconds) {
	const workers = Array.from({ length: count }, () => new Worker(new URL(import.meta.url), { workerData: { model, setting, seconds } }));
	await Promise.all(workers.map((worker) => once(worker, "message")));
	const rates = workers.map((worker) => once(worker, "message"));
	for (const worker of workers) worker.postMessage("start");
	const sum = (await Promise.all(rates)).reduce((total, [rate]) => total + rate, 0);
	await Promise.all(workers.map((worker) => worker.terminate()));
	return sum;
}

async function main([seconds, ...models]) {
	const cases = [
		{ cores: "1", sessions: 1, threads: 1, batches: [1] },
		{ cores: "2", sessions: 1, threads: 2, batches: [1, 8] },
		{ cores: "2x1", sessions: 2, threads: 1, batches: [1] },
	];
	for (const { cores, sessions, threads, batches } of cases) {
		for (const length of [128, 256]) {
			let best = 0;
			for (const model of models) {
				for (const batch of batches) {
					const setting = { threads, batch, length };
					const rate =
						sessions > 1
							? await sideBySide(sessions, model, setting, seconds)
							: await (await prepare(model, setting))(seconds);
					best = Math.max(best, rate);
					console.error(`${cores} ${length} batch ${batch} ${basename(model)} ${Math.round(rate)}`);
				}
			}
			console.log(`${cores} ${length} ${Math.round(best)}`);
		}
	}
}

if (isMainThread) {
	await main([Number(process.argv[2]), ...process.argv.slice(3)]);
} else {
	const time = await prepare(workerData.model, workerData.setting);
	const started = once(parentPort, "message");
	parentPort.postMessage("ready");
	await started;
	parentPort.postMessage(await time(workerData.seconds));
}
