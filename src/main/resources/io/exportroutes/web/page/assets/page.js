// What pages do with scripts on: times in the viewer's zone, charts, a question before each change, and news without reloading.
(function () {
  "use strict";

  // The job's own zone stays readable beside the viewer's.
  function times(root) {
    root.querySelectorAll("time[datetime]").forEach(function (time) {
      if (time.dataset.shown) { return; }
      time.dataset.shown = "1";
      var written = time.textContent;
      var moment = new Date(time.dateTime);
      var own = moment.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
      time.title = written + " in the job's zone";
      time.textContent = own;
      var zone = document.createElement("span");
      zone.className = "own-zone";
      zone.textContent = " (" + written + ")";
      time.appendChild(zone);
    });
  }

  var drawn = null;
  var drawnIn = null;
  window.addEventListener("resize", function () {
    if (drawn && drawnIn.isConnected) { drawn.setSize({ width: drawnIn.clientWidth, height: 220 }); }
  });

  // With some room above the highest point.
  function fromZero(u, min, max) { return [0, max * 1.1 || 1]; }

  function chart(root) {
    var place = root.querySelector("[data-chart]");
    if (!place || !window.uPlot || place.childElementCount > 1) { return; }
    var data = JSON.parse(place.dataset.chart);
    var colours = getComputedStyle(document.body);
    var ink = colours.color;
    var axis = { stroke: ink, grid: { stroke: "rgba(128,128,128,.25)" } };
    var unit = Math.max.apply(null, data.bytes) < 1048576 ? [1024, "KiB"] : [1048576, "MiB"];
    drawnIn = place;
    drawn = new uPlot({
      width: place.clientWidth, height: 220,
      scales: { size: { range: fromZero }, took: { range: fromZero } },
      axes: [axis, Object.assign({ scale: "size", label: unit[1], size: 70 }, axis), Object.assign({ scale: "took", label: "seconds", side: 1 }, axis, { grid: { show: false } })],
      series: [{}, { label: "size (" + unit[1] + ")", scale: "size", stroke: colours.getPropertyValue("--live"), width: 2, points: { show: true } },
        { label: "took (s)", scale: "took", stroke: colours.getPropertyValue("--partial"), dash: [4, 4], points: { show: true } }]
    }, [data.at, data.bytes.map(function (bytes) { return bytes / unit[0]; }), data.seconds], place);
  }

  function dress() {
    times(document);
    chart(document);
  }

  document.addEventListener("submit", function (event) {
    var question = event.target.dataset.confirm;
    if (question && !window.confirm(question)) { event.preventDefault(); }
  });

  document.addEventListener("htmx:afterSettle", dress);

  // What somebody is writing is not taken from under their hands.
  function busy() {
    var at = document.activeElement;
    return at && at.closest("#main") && (at.matches("input, textarea, select"));
  }

  var live = document.getElementById("live");
  var waiting = null;
  function changed() {
    if (waiting) { return; }
    waiting = setTimeout(function () {
      waiting = null;
      if (busy()) { changed(); } else { htmx.trigger(document.body, "changed"); }
    }, 500);
  }

  if (window.EventSource && window.htmx) {
    var events = new EventSource("/events");
    events.onopen = function () {
      live.textContent = "· live";
      // What changed between the page and its stream is on no stream.
      changed();
    };
    events.onerror = function () { live.textContent = "· not live: the service does not answer"; };
    events.addEventListener("changed", changed);
  }
  // Ages grow although nothing happens.
  setInterval(changed, 60000);
  dress();
})();
