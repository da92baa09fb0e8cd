package io.exportroutes.report;

import java.io.PrintWriter;
import java.util.List;

/**
 * One page that needs nothing else: no script, no other file, no colour that says something. On paper each job begins a page, and
 * headings are repeated on each.
 */
public final class HtmlRendering implements Rendering {
    /** Its style, for a server that has to name what it allows. */
    public static final String STYLE = """

            body { font: 10pt/1.4 Georgia, "DejaVu Serif", serif; color: #000; background: #fff; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
            h1, h2, h3 { line-height: 1.2; break-after: avoid; }
            h1 { font-size: 1.7em; }
            h2 { font-size: 1.4em; border-top: 2px solid #000; padding-top: .6em; margin-top: 2.5em; }
            h3 { font-size: 1.1em; margin: 1.8em 0 .3em; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .15em 1.2em; }
            dt { font-weight: bold; }
            dd { margin: 0; overflow-wrap: anywhere; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th, td { text-align: left; vertical-align: top; padding: .2em .7em .2em 0; }
            th { border-bottom: 1px solid #000; }
            tbody { border-bottom: 1px solid #999; break-inside: avoid; }
            td.t { white-space: nowrap; }
            td.d { padding-bottom: .5em; font-size: .88em; overflow-wrap: anywhere; }
            td.d div { padding-left: 1.2em; text-indent: -1.2em; margin-left: 1.2em; }
            @media print {
              @page { size: A4 landscape; margin: 14mm; }
              body { margin: 0; max-width: none; padding: 0; font-size: 9pt; }
              section { break-before: page; }
              h2 { border: 0; margin-top: 1.4em; padding-top: 0; }
              section h2 { margin-top: 0; }
              thead { display: table-header-group; }
              .wide { overflow: visible; }
            }
            """;

    private final PrintWriter out;
    private Table table = Table.JOBS;
    private boolean empty;
    /** Of the next table. */
    private String heading = "h2";

    public HtmlRendering(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(String title, List<Field> about) {
        out.print("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out.print("<title>" + escaped(title) + "</title>\n<style>" + STYLE + "</style>\n</head>\n<body>\n<main>\n");
        out.print("<h1>" + escaped(title) + "</h1>\n");
        fields(about);
    }

    @Override
    public void notKnown(List<String> sentences) {
        out.print("<h2>What this report does not know</h2>\n<ul>\n");
        sentences.forEach(sentence -> out.print("<li>" + escaped(sentence) + "</li>\n"));
        out.print("</ul>\n");
    }

    @Override
    public void beginJob(String job, List<Field> facts) {
        heading = "h3";
        out.print("<section>\n<h2>Job " + escaped(Words.of(Cell.of(job))) + "</h2>\n");
        fields(facts);
    }

    @Override
    public void beginTable(Table next) {
        table = next;
        empty = true;
        out.print("<" + heading + ">" + escaped(table.title()) + "</" + heading + ">\n");
    }

    /** What is long follows below, over the whole width; both lines are one row of the table and stay on one page. */
    @Override
    public void row(List<Cell> cells) {
        if (empty) {
            head();
        }
        empty = false;
        StringBuilder brief = new StringBuilder();
        StringBuilder whole = new StringBuilder();
        for (int index = 0; index < cells.size(); index++) {
            Column column = table.columns().get(index);
            Cell cell = cells.get(index);
            if (column.isBrief()) {
                brief.append("<td")
                        .append(type(cell))
                        .append('>')
                        .append(escaped(Words.of(cell)))
                        .append("</td>");
            } else if (cell != Cell.NONE) {
                whole.append("<div>").append(escaped(column.heading())).append(": ");
                whole.append(escaped(Words.of(cell))).append("</div>");
            }
        }
        out.print("<tbody><tr>" + brief + "</tr>");
        if (!whole.isEmpty()) {
            out.print("<tr><td class=\"d\" colspan=\"" + briefColumns() + "\">" + whole + "</td></tr>");
        }
        out.print("</tbody>\n");
    }

    private void head() {
        out.print("<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"" + escaped(table.title())
                + "\"><table>\n<thead><tr>");
        table.columns().stream()
                .filter(Column::isBrief)
                .forEach(column -> out.print("<th scope=\"col\">" + escaped(column.heading()) + "</th>"));
        out.print("</tr></thead>\n");
    }

    private long briefColumns() {
        return table.columns().stream().filter(Column::isBrief).count();
    }

    private static String type(Cell cell) {
        return cell instanceof Cell.Time || cell instanceof Cell.Size ? " class=\"t\"" : "";
    }

    @Override
    public void endTable() {
        out.print(empty ? "<p>" + escaped(table.empty()) + "</p>\n" : "</table></div>\n");
    }

    @Override
    public void endJob() {
        out.print("</section>\n");
    }

    @Override
    public void end() {
        out.print("</main>\n</body>\n</html>\n");
        out.flush();
    }

    private void fields(List<Field> fields) {
        out.print("<dl>\n");
        fields.forEach(field -> out.print(
                "<dt>" + escaped(field.label()) + "</dt><dd>" + escaped(Words.of(field.value())) + "</dd>\n"));
        out.print("</dl>\n");
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(character);
            }
        }
        return escaped.toString();
    }
}
