package io.exportroutes.web.page;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import com.github.mustachejava.MustacheFactory;
import io.exportroutes.web.Answer;
import io.exportroutes.web.Call;
import io.exportroutes.web.Visitor;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The pages' templates: no logic in them, and every value escaped. */
final class Templates {
    private final MustacheFactory factory = new DefaultMustacheFactory("io/exportroutes/web/page");
    private final Map<String, Mustache> compiled = new ConcurrentHashMap<>();
    private final Assets assets;

    Templates(Assets assets) {
        this.assets = assets;
    }

    /**
     * What surrounds each page.
     *
     * @param here its own address with its query, to be read again when something changed; null: it stays as it is
     * @param at the page's place in the menu
     */
    record Frame(String title, @Nullable String here, Who who, Map<String, String> assets, Map<String, Boolean> at) {}

    /**
     * @param local whether nobody has to log in
     * @param operator whether there are buttons
     */
    record Who(String name, boolean local, boolean operator) {}

    /** @param page what the page itself shows */
    record Model(Frame frame, Object page) {}

    /**
     * @param template its file, without {@code .mustache}; also the page's place in the menu
     * @param here the page's address; null if it cannot be read again
     */
    Answer page(Call call, String template, String title, @Nullable String here, Object page) {
        Who who = new Who(
                call.visitor().name(),
                call.visitor().via() == Visitor.Via.LOCAL,
                call.visitor().isOperator());
        StringWriter html = new StringWriter();
        compiled.computeIfAbsent(template, name -> factory.compile(name + ".mustache"))
                .execute(
                        html,
                        new Model(new Frame(title, here, who, assets.names(), Map.of(template, Boolean.TRUE)), page));
        return Answer.html(html.toString());
    }
}
