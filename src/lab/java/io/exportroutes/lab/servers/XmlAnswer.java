package io.exportroutes.lab.servers;

import java.util.List;

/** An answer of S3. */
record XmlAnswer(HttpHead head, String body) {
    private static final String TYPE = "Content-Type: application/xml";

    /** With a document of this name. */
    static XmlAnswer of(String name, String content) {
        return new XmlAnswer(
                new HttpHead("HTTP/1.1 200 OK", List.of(TYPE)),
                "<" + name + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + content + "</" + name + ">");
    }

    static XmlAnswer refusal(int status, String code) {
        return new XmlAnswer(
                new HttpHead("HTTP/1.1 " + status + " Refused", List.of(TYPE)),
                "<Error><Code>" + code + "</Code><Message>As AWS documents it</Message></Error>");
    }
}
