"""The vault inside Jupyter's own server: for views whose kernel is busy, and for other people.

Needs ``jupyter_server``, which whoever runs Jupyter has: ``pip install datavault-jupyter[server]``.
"""
