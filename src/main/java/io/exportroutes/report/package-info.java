/** What an auditor asks about a period: one model, rendered as text, JSON and a page. */
@NullMarked
package io.exportroutes.report;

import org.jspecify.annotations.NullMarked;
