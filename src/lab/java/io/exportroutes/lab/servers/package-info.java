/** Real servers in this process, for the demo and the tests: S3, SSH with SFTP, SMTP, and a proxy that breaks connections. */
@NullMarked
package io.exportroutes.lab.servers;

import org.jspecify.annotations.NullMarked;
