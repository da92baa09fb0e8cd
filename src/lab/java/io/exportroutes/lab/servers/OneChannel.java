package io.exportroutes.lab.servers;

import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.channel.ChannelSession;
import org.jspecify.annotations.Nullable;

/** Opens the first channel of a connection and refuses each further one. */
final class OneChannel implements ChannelFactory {
    private final AttributeRepository.AttributeKey<Boolean> opened = new AttributeRepository.AttributeKey<>();

    @Override
    public String getName() {
        return "session";
    }

    @Override
    public @Nullable Channel createChannel(Session session) {
        return session.setAttribute(opened, true) == null ? new ChannelSession() : null;
    }
}
