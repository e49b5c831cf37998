// Times are written in UTC; here they become the reader's own, and UTC stays in
// their titles.
const day: Intl.DateTimeFormatOptions = {day: "numeric", month: "short", year: "numeric"};
const moment: Intl.DateTimeFormatOptions = {...day, hour: "2-digit", minute: "2-digit", timeZoneName: "short"};

export function clocks(root: ParentNode): void {
  const days = new Intl.DateTimeFormat("en-GB", day);
  const moments = new Intl.DateTimeFormat("en-GB", moment);
  for (const time of root.querySelectorAll<HTMLTimeElement>("time[data-clock], time[data-day]")) {
    const at = new Date(time.dateTime);
    if (isNaN(at.getTime())) continue;
    time.textContent = (time.hasAttribute("data-day") ? days : moments).format(at);
  }
}
