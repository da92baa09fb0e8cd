package io.exportroutes.cli;

import io.exportroutes.alarm.TestMessages;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.app.KameletCaller;
import io.exportroutes.config.ChannelConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.logging.MaskedEncoder;
import io.exportroutes.notification.Notification;
import io.exportroutes.value.Suggestions;
import io.exportroutes.value.Visible;
import io.exportroutes.view.Formats;
import io.exportroutes.view.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code notify test}. */
@Command(
        name = "test",
        description = {
            "Sends a channel one message of each sort that it would get: each kind of alarm that it is told of, a reminder, and a"
                    + " recovery. Each says that it is a test.",
            "It sends at once, whatever the channel's quiet hours, and works while the service runs. After the first message that the"
                    + " server refuses it sends no more."
        },
        footer = {"  export-routes notify test ops", "  export-routes notify test ops --output json"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class NotifyTestCommand extends OutputCommand {
    @Parameters(paramLabel = "CHANNEL", description = "A channel under notifications in exports.yaml.")
    String channel;

    /** The printed object: what was sent, and why no more was. */
    record Tested(
            String channel, List<String> sent, @Nullable Refusal refused) {}

    /** @param title of the message that the server did not take */
    record Refusal(String title, FailureNote failure) {}

    @Override
    public Integer call() {
        ExportsConfig config = common.config();
        ChannelConfig chosen = chosen(config);
        Tested tested = send(config, chosen);
        if (output.json()) {
            Json.print(out(), tested);
        } else {
            print(tested);
        }
        return (tested.refused() == null ? ExitStatus.DELIVERED : ExitStatus.FAILED).code();
    }

    private ChannelConfig chosen(ExportsConfig config) {
        Map<String, ChannelConfig> channels = config.operators().channels();
        ChannelConfig found = channels.get(channel);
        if (found != null) {
            return found;
        }
        Set<String> known = channels.keySet();
        String remedy = known.isEmpty()
                ? "It has none: add one under notifications."
                : Suggestions.nearest(channel, known)
                                .map(near -> "Did you mean " + Suggestions.quote(near) + "? ")
                                .orElse("")
                        + "Channels here: " + String.join(", ", known) + ".";
        throw new ParameterException(
                spec.commandLine(), "There is no channel " + channel + " in exports.yaml. " + remedy);
    }

    private Tested send(ExportsConfig config, ChannelConfig chosen) {
        List<String> sent = new ArrayList<>();
        try (KameletCaller caller = new KameletCaller(common.options(Mode.COMMAND), config, common.clock())) {
            for (Notification message :
                    TestMessages.of(config, chosen, common.clock().instant())) {
                try {
                    caller.call(chosen.kamelet(), chosen.name(), message, Map.of());
                    sent.add(message.title());
                } catch (ExportFailure failure) {
                    return new Tested(channel, sent, new Refusal(message.title(), shown(failure)));
                }
            }
        }
        return new Tested(channel, sent, null);
    }

    /** The server's own words may repeat what it was sent. */
    private static FailureNote shown(ExportFailure failure) {
        return new FailureNote(
                failure.code(),
                MaskedEncoder.masked(String.valueOf(failure.getMessage())),
                MaskedEncoder.masked(failure.hint()));
    }

    private void print(Tested tested) {
        tested.sent().forEach(title -> out().println("sent to " + channel + ": " + Visible.text(title)));
        Refusal refused = tested.refused();
        if (refused == null) {
            out().println(Formats.count(tested.sent().size(), "message") + " sent. Look whether " + channel
                    + " shows them.");
        } else {
            out().println("not sent to " + channel + ": " + Visible.text(refused.title()));
            out().println(Visible.text(
                    refused.failure().message() + " (" + refused.failure().code() + ")"));
            out().println(Visible.text(String.valueOf(refused.failure().hint())));
        }
    }
}
