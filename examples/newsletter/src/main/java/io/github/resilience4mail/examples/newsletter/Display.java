/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.time.Duration;

/** Shows a run while it goes on. */
interface Display extends AutoCloseable {

    /** How often it wants to be drawn. */
    Duration interval();

    void draw(Board board);

    /** Shows how it ended, and leaves the screen as it was found. */
    void close(Board last);

    /** Leaves the screen as it was found. Nothing the second time. */
    @Override
    void close();
}
