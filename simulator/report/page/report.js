'use strict';
// Draws report.json. Every picture has its numbers in a table beside it.
const report = JSON.parse(document.getElementById('data').textContent);
const parts = ['compute', 'memory', 'network', 'neuron', 'host', 'barrier', 'clock', 'static'];
const sliceParts = parts.slice(0, 5);
const colour = part => `var(--p${parts.indexOf(part)})`;

// ---- Numbers, formatted as in the text summary.
function energy(fj) {
  if (fj === null) return 'not known';
  const units = ['fJ', 'pJ', 'nJ', 'uJ', 'mJ', 'J'];
  let unit = 0;
  for (; fj >= 999.95 && unit + 1 < units.length; ++unit) fj /= 1000;
  return `${fj.toFixed(fj >= 99.995 ? 1 : fj >= 9.9995 ? 2 : 3)} ${units[unit]}`;
}
const percent = share => share === null ? '' : `${(100 * share).toFixed(2)} %`;
const mean = value => value.toFixed(1);
const count = value => String(value);

const intervals = report.confidence_intervals, level = `${100 * intervals.level} %`;
const range = (interval, show) => `${show(interval.low)} to ${show(interval.high)}`;

// ---- Elements.
function make(space, name, attributes, children) {
  const node = space ? document.createElementNS(space, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  for (const child of [].concat(children)) node.append(child);
  return node;
}
const html = (name, attributes = {}, children = []) => make(null, name, attributes, children);
const svg = (name, attributes = {}, children = []) =>
  make('http://www.w3.org/2000/svg', name, attributes, children);
const at = id => document.getElementById(id);

function picture(id, width, height, title, description, children) {
  return svg('svg', {viewBox: `0 0 ${width} ${height}`, role: 'img',
                     'aria-labelledby': `${id}-title ${id}-desc`}, [
    svg('title', {id: `${id}-title`}, title), svg('desc', {id: `${id}-desc`}, description),
    ...children]);
}

// A cell that starts a text column has a class; numbers stand to the right.
function table(columns, rows) {
  const cell = (tag, column, value) =>
    html(tag, column.text ? {class: 'text'} : {}, value instanceof Node ? value : String(value));
  return html('div', {class: 'scroll'}, html('table', {}, [
    html('thead', {}, html('tr', {}, columns.map(c => cell('th', c, c.name)))),
    html('tbody', {}, rows.map(row => html('tr', {}, row.map((v, i) => cell('td', columns[i], v)))))]));
}
const details = (summary, content, open) =>
  html('details', open ? {open: ''} : {}, [html('summary', {}, summary), content]);
const text = name => ({name, text: true}), number = name => ({name});

// ---- Key figures.
function card(name, value, more, alarm) {
  at('cards').append(html('div', {class: alarm ? 'card alarm' : 'card'}, [
    html('div', {class: 'name'}, name), html('div', {class: 'value'}, value),
    html('div', {class: 'more'}, more)]));
}
function cards() {
  const accuracy = report.classification_accuracy, last = report.time_steps - 1;
  let compared = 'no reference was given', alarm = false;
  if (report.reference) {
    alarm = !report.reference.agrees;
    compared = alarm ? 'DIFFERS from the snn interpreter' : 'agrees with the snn interpreter';
    if (accuracy.qann !== null) compared += `; quantized ANN ${percent(accuracy.qann)}`;
  }
  const within = (interval, show) => interval ? `; ${level} interval ${range(interval, show)}` : '';
  if (accuracy.chip.length > 0)
    card(`Accuracy after ${report.time_steps} steps`, percent(accuracy.chip[last]),
         compared + within(intervals.classification_accuracy[last], percent), alarm);
  else if (report.reference)
    card('Compared', alarm ? 'differs' : 'the same', `the chip ${compared}`, alarm);
  const latency = report.time.latency;
  card('Latency of one sample', latency ? `${latency.mean_us.toFixed(3)} us` : 'not known',
       latency ? `${mean(latency.mean_cycles)} cycles, ${latency.min_cycles} to ${latency.max_cycles}` +
                 within(intervals.latency_us, us => `${us.toFixed(3)} us`)
               : 'no sample was simulated cycle by cycle');
  card('Energy of one sample', energy(report.energy.per_sample_fj.total),
       (latency ? 'with clock and static energy' : 'without clock and static energy') +
       within(intervals.energy_per_sample_fj, energy));
  card('Spikes of one sample', mean(report.per_sample.spikes),
       `${mean(report.per_sample.synaptic_operations.acs)} synaptic operations`);
}

// ---- Accuracy.
function drawAccuracy() {
  const {chip, snn, qann} = report.classification_accuracy;
  if (chip.length === 0) return at('accuracy').remove(); // no classes
  const width = 560, height = 270, left = 48, right = 16, top = 12, bottom = 40;
  const ends = intervals.classification_accuracy.flatMap(interval => [interval.low, interval.high]);
  const all = chip.concat(ends, snn || [], qann === null ? [] : [qann]);
  const low = Math.max(0, Math.floor(Math.min(...all) * 10 - 0.2) / 10);
  const high = Math.min(1, Math.ceil(Math.max(...all) * 10 + 0.2) / 10);
  const x = t => left + (chip.length > 1 ? t / (chip.length - 1) : 0.5) * (width - left - right - 20) + 10;
  const y = a => top + (high - a) / (high - low) * (height - top - bottom);
  const marks = [];
  const ticks = Math.round((high - low) * 10), stride = ticks > 6 ? 2 : 1;
  for (let i = 0; i <= ticks; i += stride) {
    const a = low + i / 10;
    marks.push(svg('line', {class: 'axis', x1: left, x2: width - right, y1: y(a), y2: y(a)}),
               svg('text', {class: 'soft', x: left - 8, y: y(a) + 4, 'text-anchor': 'end'},
                   `${Math.round(100 * a)} %`));
  }
  const step = Math.ceil(chip.length / 16);
  chip.forEach((a, t) => {
    if (t % step === 0)
      marks.push(svg('text', {class: 'soft', x: x(t), y: height - bottom + 18, 'text-anchor': 'middle'}, count(t + 1)));
  });
  marks.push(svg('text', {class: 'soft', x: (left + width - right) / 2, y: height - 4,
                          'text-anchor': 'middle'}, 'time steps t'));
  if (qann !== null)
    marks.push(svg('line', {class: 'limit', x1: left, x2: width - right, y1: y(qann), y2: y(qann)}));
  const expected = intervals.classification_accuracy;
  const band = expected.map((e, t) => `${x(t)},${y(e.high)}`)
    .concat(expected.map((e, t) => `${x(t)},${y(e.low)}`).reverse());
  if (chip.length > 1) marks.push(svg('polygon', {class: 'band', points: band.join(' ')}));
  else marks.push(svg('line', {class: 'curve', x1: x(0), x2: x(0), y1: y(expected[0].low), y2: y(expected[0].high)}));
  marks.push(svg('polyline', {class: 'curve', points: chip.map((a, t) => `${x(t)},${y(a)}`).join(' ')}));
  if (chip.length <= 64) {
    chip.forEach((a, t) => marks.push(svg('circle', {class: 'dot', cx: x(t), cy: y(a), r: 3.5},
                                          svg('title', {}, `t = ${t + 1}: ${percent(a)}`))));
    (snn || []).forEach((a, t) => marks.push(svg('circle', {class: 'ring', cx: x(t), cy: y(a), r: 7})));
  }
  const key = [html('li', {}, [html('i', {style: 'background:var(--accent)'}), `chip, with its ${level} interval`])];
  if (snn) key.push(html('li', {}, [html('i', {style: 'border:2px solid var(--warm);border-radius:50%'}), 'snn interpreter']));
  if (qann !== null) key.push(html('li', {}, [html('i', {style: 'height:0;width:1.6em;border-top:2px dashed var(--soft);vertical-align:middle'}), `quantized ANN, ${percent(qann)}`]));
  const description = `From ${percent(chip[0])} after step 1 to ${percent(chip[chip.length - 1])} after step ${chip.length}.`;
  const columns = [number('t')], rows = chip.map((a, t) => [t + 1]);
  if (qann !== null) { columns.push(number('quantized ANN')); rows.forEach(row => row.push(percent(qann))); }
  if (snn) { columns.push(number('snn interpreter')); rows.forEach((row, t) => row.push(percent(snn[t]))); }
  columns.push(number('chip'), number(`${level} interval`), number('correct'));
  rows.forEach((row, t) => row.push(percent(chip[t]), range(expected[t], percent),
                                    `${report.correct_after_step[t]} of ${report.samples}`));
  at('accuracy').append(picture('accuracy-picture', width, height, 'Accuracy of the chip after each time step', description, marks),
                        html('ul', {class: 'key'}, key), details('Values', table(columns, rows)));
}

// ---- Horizontal bars: rows of {name, value label, segments: [[value, fill, title]]}.
function bars(id, title, description, rows) {
  const width = 560, line = 26;
  const letters = strings => Math.max(...strings.map(s => s.length), 1);
  const left = 20 + 7 * Math.min(20, letters(rows.map(row => row.name)));
  const right = 16 + 7.5 * letters(rows.map(row => row.label));
  const sum = row => row.segments.reduce((s, [value]) => s + value, 0);
  const most = Math.max(...rows.map(sum), 1e-30);
  const marks = [];
  rows.forEach((row, i) => {
    let x = left;
    const name = row.name.length > 20 ? row.name.slice(0, 19) + '\u2026' : row.name;
    marks.push(svg('text', {x: left - 10, y: i * line + 18, 'text-anchor': 'end'},
                   [name, svg('title', {}, row.name)]));
    for (const [value, fill, title] of row.segments) {
      const w = value / most * (width - left - right);
      if (w > 0)
        marks.push(svg('rect', {x, y: i * line + 5, width: w, height: line - 9, rx: 2, style: `fill:${fill}`},
                       svg('title', {}, title)));
      x += w;
    }
    marks.push(svg('text', {class: 'soft', x: x + 8, y: i * line + 18}, row.label));
  });
  return picture(id, width, rows.length * line + 6, title, description, marks);
}

function drawSpikes() {
  const perSample = layer => layer.counters.spikes / report.samples;
  const layers = report.layers.filter(layer => layer.spiking);
  const rows = layers.map(layer => ({name: layer.name, label: mean(perSample(layer)),
    segments: [[perSample(layer), 'var(--accent)', `${layer.name}: ${mean(perSample(layer))} spikes`]]}));
  at('spikes').append(
    bars('spikes-picture', 'Spikes of each layer', `${layers.length} spiking layers, ${mean(report.per_sample.spikes)} spikes in all.`, rows),
    details('Values', table([text('layer'), number('neurons'), number('spikes per sample'), number('activation sparsity')],
      layers.map(l => [l.name, l.neurons, mean(perSample(l)), percent(l.activation_sparsity)]))));
}

function drawParts() {
  const per = report.energy.per_sample_fj;
  const known = parts.filter(part => per[part] === null || per[part] > 0);
  const rows = known.map(part => ({name: part,
    label: per[part] === null ? 'not known' : `${energy(per[part])}, ${percent(per[part] / per.total)}`,
    segments: per[part] === null ? [] : [[per[part], colour(part), `${part}: ${energy(per[part])}`]]}));
  const estimate = report.energy.estimate_by_operations;
  const compare = [['spiking network, accumulates', estimate.snn_per_sample_fj],
                   ['its first layer on the host, MACs', estimate.host_per_sample_fj]];
  if (estimate.qann_per_sample_fj !== null) compare.push(['quantized ANN, MACs', estimate.qann_per_sample_fj]);
  at('parts').append(
    bars('parts-picture', 'Energy of one sample by part', `${energy(per.total)} in all.`, rows),
    details('Values, and the usual estimate from operations alone', html('div', {}, [
      table([text('part'), number('energy of one sample'), number('share')],
        parts.map(part => [part, energy(per[part]), per[part] === null ? '' : percent(per[part] / per.total)])
          .concat([['total', energy(per.total), ''],
                   ['dynamic: all but clock and static', energy(per.dynamic), percent(per.dynamic / per.total)]])),
      table([text(estimate.method), number('energy of one sample')], compare.map(([n, v]) => [n, energy(v)]))]), true));
}

function drawLayers() {
  const total = layer => sliceParts.reduce((sum, part) => sum + layer.energy_fj[part], 0) / report.samples;
  const rows = report.layers.map(layer => ({name: layer.name, label: energy(total(layer)),
    segments: sliceParts.map(part => [layer.energy_fj[part] / report.samples, colour(part),
      `${layer.name}, ${part}: ${energy(layer.energy_fj[part] / report.samples)}`])}));
  const used = sliceParts.filter(part => report.layers.some(layer => layer.energy_fj[part] > 0));
  at('layers').append(
    bars('layers-picture', 'Energy of each layer by part', 'Without barrier, clock and static energy, which belong to the whole chip.', rows),
    html('ul', {class: 'key'}, used.map(part => html('li', {}, [html('i', {style: `background:${colour(part)}`}), part]))),
    details('Values', table([text('layer'), ...sliceParts.map(number), number('sum')],
      report.layers.map(l => [l.name, ...sliceParts.map(part => energy(l.energy_fj[part] / report.samples)), energy(total(l))]))));
}

// ---- The chip as a grid of tiles.
const metrics = {
  energy: {name: 'energy', of: c => c.energy_fj / report.samples, show: energy},
  spikes: {name: 'spikes', of: c => c.spikes / report.samples, show: mean},
  neurons: {name: 'neurons in use', of: c => c.neuron_use, show: percent},
  busy: {name: 'busy time', of: c => c.busy, show: percent},
};
const coreRows = report.cores.id.map((id, i) =>
  Object.fromEntries(Object.entries(report.cores).map(([key, values]) => [key, values[i]])));
const layersOf = core => core.layers.map(i => report.layers[i].name).join(', ');

function coreMap(metric) {
  const {columns, rows, cores_per_tile: cores} = report.chip;
  const across = Math.ceil(Math.sqrt(cores)), down = Math.ceil(cores / across);
  const cell = Math.max(4, Math.min(90, 560 / columns, 560 / rows)), pad = Math.min(4, cell / 8);
  const most = Math.max(...coreRows.map(metric.of), 1e-30);
  const byId = new Map(coreRows.map(core => [core.id, core]));
  const marks = [];
  for (let tile = 0; tile < columns * rows; ++tile) {
    const left = tile % columns * cell, top = Math.floor(tile / columns) * cell;
    if (cores > 1) marks.push(svg('rect', {class: 'tile', x: left + 1, y: top + 1, width: cell - 2, height: cell - 2, rx: pad}));
    for (let place = 0; place < cores; ++place) {
      const w = (cell - 2 * pad) / across, h = (cell - 2 * pad) / down, core = byId.get(tile * cores + place);
      const box = {x: left + pad + place % across * w + 0.5, y: top + pad + Math.floor(place / across) * h + 0.5,
                   width: w - 1, height: h - 1, rx: 1.5};
      if (!core) { marks.push(svg('rect', {class: 'unused', ...box})); continue; }
      const value = metric.of(core);
      marks.push(svg('rect', {class: 'core', 'fill-opacity': 0.12 + 0.88 * value / most, ...box},
        svg('title', {}, `core ${core.id} (${layersOf(core)}): ${metric.show(value)}`)));
    }
  }
  const picked = picture('map-picture', columns * cell, rows * cell, `Cores by ${metric.name}`,
    `${coreRows.length} of ${columns * rows * cores} cores in use, on a grid of ${columns} x ${rows} tiles with ${cores} cores each. The darkest core has ${metric.show(most)}.`, marks);
  picked.style.maxWidth = `${columns * cell}px`;
  return html('div', {}, [picked, html('p', {class: 'choose'}, [
    metric.show(0), html('span', {class: 'scale'}), metric.show(most),
    `; ${coreRows.length} of ${columns * rows * cores} cores are in use`])]);
}
function drawMap() {
  const names = Object.keys(metrics).filter(key => key !== 'busy' || coreRows.every(c => c.busy !== null));
  const select = html('select', {id: 'metric'}, names.map(key => html('option', {value: key}, metrics[key].name)));
  const place = html('div', {}, coreMap(metrics.energy));
  select.addEventListener('change', () => place.replaceChildren(coreMap(metrics[select.value])));
  at('map').append(html('p', {class: 'choose'}, [html('label', {for: 'metric'}, 'Colour by '), select]), place,
    details('Values', table([number('core'), number('column'), number('row'), text('layers'), ...names.map(key => number(metrics[key].name))],
      coreRows.map(c => [c.id, c.column, c.row, layersOf(c), ...names.map(key => metrics[key].show(metrics[key].of(c)))]))));
}

// ---- Tables.
function counters() {
  const names = Object.keys(report.counters), cycle = Object.keys(report.cycle_counters);
  const rows = (keys, field, over) => keys.map(key => [key.replaceAll('_', ' '), over,
    report[field][key], ...report.layers.map(layer => layer[field][key])]);
  return table([text('event'), number('samples'), number('chip'), ...report.layers.map(l => number(l.name))],
    rows(names, 'counters', report.samples).concat(
      report.cycle_samples ? rows(cycle, 'cycle_counters', report.cycle_samples) : []));
}
function tables() {
  const net = report.network;
  at('tables').append(
    details('Events of each layer, sums of the run', counters()),
    details('Numbers of the chip, and where they come from',
      table([text('quantity'), number('value'), text('provenance'), text('source'), text('note')],
        report.chip.quantities.map(q => [q.key, q.text, html('span', {class: 'label'}, q.provenance), q.source, q.note]))),
    details('How sure the means are', html('div', {}, [
      table([text(`${level} interval of`), number('low'), number('high'), text('method')], [
        ...(intervals.classification_accuracy.length > 0 ? [['accuracy after the last step',
            intervals.classification_accuracy.at(-1), percent, intervals.accuracy_method]] : []),
        ['latency in us', intervals.latency_us, us => us.toFixed(3), intervals.mean_method],
        ['energy', intervals.energy_per_sample_fj, energy, intervals.mean_method]].map(([name, interval, show, method]) =>
          [name, interval ? show(interval.low) : 'not known', interval ? show(interval.high) : '', method])),
      html('p', {}, 'Each sample counts as a draw: other draws of as many samples would differ so much. ' +
                    'The simulation of a sample is exact.')])),
    details('Network and options', table([text('name'), text('value')], [
      ['network', net.name], ['neurons', net.neurons], ['parameters', net.parameter_count],
      ['footprint in bytes', net.footprint], ['weights that are 0', percent(net.connection_sparsity)],
      ...(report.reference ? [['promise of the conversion', report.reference.snn.promise]] : []),
      ['chip description', report.chip.description], ['chip hash', report.chip.hash],
      ...Object.entries(report.options).map(([k, v]) => [`--${k}`, v])])));
}

at('subheading').textContent = `${report.samples} samples of ${report.dataset}, ${report.cycle_samples} of them cycle by cycle; ` +
  `T = ${report.time_steps}; ${report.network.neurons} neurons on ${coreRows.length} cores`;
at('footer').textContent = `${report.tool.name} ${report.tool.version}, ${report.schema}`;
cards(); drawAccuracy(); drawSpikes(); drawParts(); drawLayers(); drawMap(); tables();
